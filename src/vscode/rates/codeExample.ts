import * as vscode from 'vscode';

/** A short training with a usual rate, its schedule, and a rate that is 0 by mistake; the comments say where to look. */
function exampleText(): string {
  const comments = [
    vscode.l10n.t('Hover over 1e-3 to compare it with the usual rates of Adam and to see its schedule.'),
    vscode.l10n.t('This rate is 0, because // rounds down: hover over it and select Quick Fix.'),
  ];
  return `import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR

epochs = 20
model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))

# ${comments[0]}
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
scheduler = CosineAnnealingLR(optimizer, T_max=epochs)

# ${comments[1]}
finetuning = torch.optim.SGD(model[2].parameters(), lr=1 // 1000)

for epoch in range(epochs):
    for images, labels in loader:
        optimizer.zero_grad()
        finetuning.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
        finetuning.step()
    scheduler.step()
`;
}

/** The command that opens an untitled Python file with learning rates to point at, for whoever has no training code at hand. */
export function registerCodeExample(): vscode.Disposable {
  return vscode.commands.registerCommand('goldilocks.openCodeExample', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: exampleText() });
    await vscode.window.showTextDocument(document);
  });
}
