import * as vscode from 'vscode';

/** One question of several. */
export type Question<A> =
  | {
      readonly kind: 'text';
      readonly prompt: string;
      readonly placeholder: string;
      value(answers: A): string;
      /** @throws RangeError with a sentence while the text is no answer */
      answer(text: string, answers: A): A;
    }
  | {
      readonly kind: 'pick';
      readonly prompt: string;
      readonly items: readonly (vscode.QuickPickItem & { readonly name: string })[];
      value(answers: A): string;
      answer(name: string, answers: A): A;
    };

/** What a user did with a question. */
type Move<A> = { readonly to: 'next' | 'end'; readonly answers: A } | { readonly to: 'back' } | { readonly to: 'out' };

/** A row of questions with a way back, each checked as it is typed, and a button that takes the remaining answers as they are. */
export class Wizard<A> {
  constructor(
    private readonly title: string,
    private readonly questions: readonly Question<A>[],
    /** Says what the last step leads to. */
    private readonly endLabel: string,
  ) {}

  /** @returns the answers; 'back' when the user left by the first question's back button, undefined when they gave up */
  async ask(start: A): Promise<A | 'back' | undefined> {
    let answers = start;
    let index = 0;
    while (index < this.questions.length) {
      const move = await this.#askOne(index, answers);
      if (move.to === 'out') return undefined;
      if (move.to === 'back') {
        if (index === 0) return 'back';
        index--;
        continue;
      }
      answers = move.answers;
      if (move.to === 'end') return answers;
      index++;
    }
    return answers;
  }

  #askOne(index: number, answers: A): Promise<Move<A>> {
    const question = this.questions[index];
    return question.kind === 'text' ? this.#askText(index, question, answers) : this.#askPick(index, question, answers);
  }

  async #askText(index: number, question: Extract<Question<A>, { kind: 'text' }>, answers: A): Promise<Move<A>> {
    const box = vscode.window.createInputBox();
    box.prompt = question.prompt;
    box.placeholder = question.placeholder;
    box.value = question.value(answers);
    /** The answers with this one; null while the text is none, which the box then says. */
    const check = (): A | null => {
      try {
        const checked = question.answer(box.value, answers);
        box.validationMessage = undefined;
        return checked;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        box.validationMessage = error.message;
        return null;
      }
    };
    return this.#show(index, box, [box.onDidChangeValue(check)], check);
  }

  async #askPick(index: number, question: Extract<Question<A>, { kind: 'pick' }>, answers: A): Promise<Move<A>> {
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly name: string }>();
    pick.placeholder = question.prompt;
    pick.items = question.items;
    pick.activeItems = question.items.filter(({ name }) => name === question.value(answers));
    return this.#show(index, pick, [], () => {
      const chosen = pick.activeItems.at(0);
      return chosen ? question.answer(chosen.name, answers) : null;
    });
  }

  /** @param read the answers as they stand; null if this question has no valid answer */
  #show(
    index: number,
    input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { readonly name: string }>,
    listeners: readonly vscode.Disposable[],
    read: () => A | null,
  ): Promise<Move<A>> {
    const end: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('run-all'), tooltip: this.endLabel };
    input.title = this.title;
    input.step = index + 1;
    input.totalSteps = this.questions.length;
    input.ignoreFocusOut = true;
    input.buttons = [vscode.QuickInputButtons.Back, ...(index < this.questions.length - 1 ? [end] : [])];
    return new Promise<Move<A>>((resolve) => {
      const accept = (to: 'next' | 'end'): void => {
        const answers = read();
        if (answers !== null) resolve({ to, answers });
      };
      const disposables = [
        ...listeners,
        input.onDidAccept(() => accept('next')),
        input.onDidTriggerButton((button) => (button === vscode.QuickInputButtons.Back ? resolve({ to: 'back' }) : accept('end'))),
        input.onDidHide(() => {
          resolve({ to: 'out' });
          for (const disposable of [...disposables, input]) disposable.dispose();
        }),
      ];
      input.show();
    }).finally(() => input.hide());
  }
}
