import { problemTable, TORCH } from './markedProblems.ts';

const SGD = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\n`;

/** One update of a training with a single batch. */
const UPDATE = 'optimizer.zero_grad(); loss(model).backward(); optimizer.step(); scheduler.step()';

describe('a training that updates once an epoch', () => {
  problemTable('stepped-per-batch', {
    'is none over batches because of a condition around': `${TORCH}if __name__ == "__main__":
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = StepLR(optimizer, step_size=30, gamma=0.1)
    for batch in rounds:
        ${UPDATE}`,
    'is none over batches because of the name of its count': `${SGD}scheduler = MultiStepLR(optimizer, milestones=[30, 60])
for fold in range(5):
    for sample in range(90):
        ${UPDATE}`,
  });
  problemTable('stepped-per-batch', {
    'is none over batches because of another in optax': `import optax
EPOCHS = 500
tx = optax.adam(optax.cosine_decay_schedule(1e-2, decay_steps=EPOCHS))
for epoch in range(EPOCHS):
    params = optax.apply_updates(params, tx.update(gradients(params), state)[0])
for batch in train_loader:
    head = optax.apply_updates(head, head_tx.update(gradients(head), head_state)[0])`,
    'is not counted in epochs if a number of samples is multiplied by them': `${SGD}from transformers import get_linear_schedule_with_warmup
num_epochs = 16
total = 33000 * num_epochs / params.size
scheduler = get_linear_schedule_with_warmup(optimizer, 0, total)
for epoch in range(num_epochs):
    for batch in loader:
        ${UPDATE}`,
    'is not counted if neither length is known': `from tensorflow import keras
schedule = keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=total)
model.compile(keras.optimizers.Adam(schedule), loss="mse")
model.fit(x, y, epochs=args.rounds)`,
    'is none over batches where a callback of Keras gets the epoch': `from tensorflow import keras
schedule = keras.optimizers.schedules.PolynomialDecay(1e-3, decay_steps=EPOCHS, end_learning_rate=1e-5)
model.fit(x, y, epochs=EPOCHS, callbacks=[keras.callbacks.LearningRateScheduler(schedule)])`,
    ...Object.fromEntries(
      ['batch_size=len(x)', 'batch_size=x.shape[0]', 'steps_per_epoch=1'].map((size) => [
        `fits with ${size} in Keras`,
        `from tensorflow import keras
schedule = keras.optimizers.schedules.CosineDecay(1e-3, decay_steps=30)
model.compile(keras.optimizers.Adam(schedule), loss="mse")
model.fit(x, y, epochs=30, ${size})`,
      ]),
    ),
  });
  problemTable('stepped-per-epoch', {
    'may take thousands of epochs': `${SGD}from transformers import get_linear_schedule_with_warmup
scheduler = get_linear_schedule_with_warmup(optimizer, num_warmup_steps=100, num_training_steps=5000)
for epoch in range(5000):
    ${UPDATE}`,
  });
});

describe('a metric that is turned around', () => {
  const watching = (metric: string) => `${SGD}scheduler = ReduceLROnPlateau(optimizer, mode="max")
for epoch in range(100):
    scheduler.step(${metric})`;
  problemTable('plateau-metric', {
    'is higher where a loss is lower': watching('neg_val_loss'),
    'is how much a loss has fallen': watching('val_loss_improvement'),
  });
});

describe('an optimizer of each round', () => {
  const tune = `def tune(net, task):
    optimizer = optim.Adam(net.parameters(), lr=1e-3)
    for x in task:
        optimizer.step()`;
  problemTable('created-in-loop', {
    'begins with weights that its loop loads': `${TORCH}${tune}
for epoch in range(1000):
    tune(model, sample_task())
    model.load_state_dict(mixed(before, model.state_dict()))`,
    'begins with weights that the server loads': `${TORCH}${tune}
class Server:
    def __init__(self):
        self.net = nn.Linear(2, 1)
    def run(self):
        for epoch in range(100):
            self.net.load_state_dict(torch.load("global.pt"))
            tune(self.net, self.data)`,
    'forgets its state though its scheduler is loaded': `${TORCH}${tune.replace('optim.Adam', '«optim.Adam»')}
for epoch in range(1000):
    tune(model, sample_task())
    scheduler.load_state_dict(saved)`,
  });
});
