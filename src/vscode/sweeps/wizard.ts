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
      readonly items: readonly NamedItem[];
      value(answers: A): string;
      answer(name: string, answers: A): A;
    }
  /** Any number of items, none included. */
  | {
      readonly kind: 'checks';
      readonly prompt: string;
      readonly items: readonly NamedItem[];
      value(answers: A): readonly string[];
      answer(names: readonly string[], answers: A): A;
    };

type NamedItem = vscode.QuickPickItem & { readonly name: string };

/** How a user left a question. */
type QuestionExit<A> =
  { readonly to: 'next' | 'end'; readonly answers: A } | { readonly to: 'back' } | { readonly to: 'closed' };

/** Questions one after the other, each checked as it is typed, with a way back and a button that skips the rest. */
export class Wizard<A> {
  /** @param title shown in every step; follows the answers while they are typed */
  constructor(
    private readonly title: (answers: A) => string,
    private readonly questions: readonly Question<A>[],
    /** Says what the last step leads to. */
    private readonly endLabel: string,
  ) {}

  /** @returns the answers; 'back' when the user left by the first question's back button, undefined when they gave up */
  async ask(start: A): Promise<A | 'back' | undefined> {
    let answers = start;
    let index = 0;
    while (index < this.questions.length) {
      const move = await this.#askOne(this.questions[index], answers, index);
      if (move.to === 'closed') return undefined;
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

  #askOne(question: Question<A>, answers: A, index: number): Promise<QuestionExit<A>> {
    switch (question.kind) {
      case 'text':
        return this.#askText(question, answers, index);
      case 'pick':
        return this.#askPick(question, answers, index);
      case 'checks':
        return this.#askChecks(question, answers, index);
    }
  }

  async #askText(
    question: Extract<Question<A>, { kind: 'text' }>,
    answers: A,
    index: number,
  ): Promise<QuestionExit<A>> {
    const box = vscode.window.createInputBox();
    box.prompt = question.prompt;
    box.placeholder = question.placeholder;
    box.value = question.value(answers);
    /** The answers with this one; null while the text is none, which the box then says. */
    const check = (): A | null => {
      try {
        const checked = question.answer(box.value, answers);
        box.validationMessage = undefined;
        box.title = this.title(checked);
        return checked;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        box.validationMessage = error.message;
        return null;
      }
    };
    box.title = this.title(answers);
    return this.#show(index, box, [box.onDidChangeValue(check)], check);
  }

  async #askPick(
    question: Extract<Question<A>, { kind: 'pick' }>,
    answers: A,
    index: number,
  ): Promise<QuestionExit<A>> {
    const pick = this.#createPick(question, answers);
    pick.activeItems = question.items.filter(({ name }) => name === question.value(answers));
    const read = (): A | null => {
      const chosen = pick.activeItems.at(0);
      return chosen ? question.answer(chosen.name, answers) : null;
    };
    return this.#show(index, pick, [], read);
  }

  async #askChecks(
    question: Extract<Question<A>, { kind: 'checks' }>,
    answers: A,
    index: number,
  ): Promise<QuestionExit<A>> {
    const pick = this.#createPick(question, answers);
    pick.canSelectMany = true;
    pick.selectedItems = question.items.filter(({ name }) => question.value(answers).includes(name));
    const read = (): A => {
      const chosen = pick.selectedItems.map(({ name }) => name);
      return question.answer(chosen, answers);
    };
    return this.#show(index, pick, [], read);
  }

  #createPick({ prompt, items }: Exclude<Question<A>, { kind: 'text' }>, answers: A): vscode.QuickPick<NamedItem> {
    const pick = vscode.window.createQuickPick<NamedItem>();
    pick.placeholder = prompt;
    pick.items = items;
    pick.title = this.title(answers);
    return pick;
  }

  /** @param read the answers as they stand; null if this question has no valid answer */
  #show(
    index: number,
    input: vscode.InputBox | vscode.QuickPick<NamedItem>,
    listeners: readonly vscode.Disposable[],
    read: () => A | null,
  ): Promise<QuestionExit<A>> {
    const end: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('run-all'), tooltip: this.endLabel };
    input.ignoreFocusOut = true;
    input.step = index + 1;
    input.totalSteps = this.questions.length;
    input.buttons = [vscode.QuickInputButtons.Back, ...(index < this.questions.length - 1 ? [end] : [])];
    return new Promise<QuestionExit<A>>((resolve) => {
      const accept = (to: 'next' | 'end'): void => {
        const answers = read();
        if (answers !== null) resolve({ to, answers });
      };
      const disposables = [
        ...listeners,
        input.onDidAccept(() => accept('next')),
        input.onDidTriggerButton((button) =>
          button === vscode.QuickInputButtons.Back ? resolve({ to: 'back' }) : accept('end'),
        ),
        input.onDidHide(() => {
          resolve({ to: 'closed' });
          for (const disposable of [...disposables, input]) disposable.dispose();
        }),
      ];
      input.show();
    }).finally(() => input.hide());
  }
}
