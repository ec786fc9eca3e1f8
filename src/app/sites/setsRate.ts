import { parseRateName } from '../../code/rateNames.ts';

/** An option or a setting with a number, in quotes or not: `--base_lr 0.1`, `optimizer.lr=0.1`, `+model.lr=.1`. */
const NUMBER_OPTION = /(?:^|\s)["']?(?:--?([\w.-]+)["']?(?:=|\s+)|\+{0,2}([\w.-]+)=)["']?\.?\d/g;

/** Whether a command sets the rate, by whatever name: that rate stands nowhere in the program. */
export function setsRate(command: string): boolean {
  return Array.from(command.matchAll(NUMBER_OPTION), ([, option, setting]) => option ?? setting).some((name) => {
    const part = parseRateName(name.split('.').at(-1)!.replaceAll('-', '_'))?.part;
    return part === 'base' || part === 'peak';
  });
}
