import { problemTable, TORCH } from './markedProblems.ts';

/** Programs of the kinds that people report, each with more around the mistake than the other tests have. */
describe('in a program like those that people report', () => {
  problemTable('stepped-per-batch', {
    'a function for one epoch steps the scheduler that it gets': `${TORCH}def train_epoch(model, loader, optimizer, scheduler):
    for images, labels in loader:
        optimizer.zero_grad()
        criterion(model(images), labels).backward()
        optimizer.step()
        «scheduler.step»()
def main(loader):
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = MultiStepLR(optimizer, milestones=[60, 120, 160], gamma=0.2)
    for epoch in range(200):
        train_epoch(model, loader, optimizer, scheduler)`,
  });
  problemTable('stepped-per-batch', {
    'a length per epoch is none in epochs': `import tensorflow as tf
decay_steps = int(num_samples_per_epoch * epochs_per_decay / batch_size)
schedule = tf.keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps, 0.94, staircase=True)`,
  });
  problemTable('keras-argument', {
    'the old version has a module of its own': `from tensorflow.keras.optimizers import adam_v2
model.compile(optimizer=adam_v2.Adam(lr=0.001), loss="mse")`,
  });
  problemTable('rate-not-a-number', {
    'an option goes to two optimizers': `${TORCH}parser.add_argument("--init-lr", type=«int», default=2e-3)
args = parser.parse_args()
first = optim.Adam(model.parameters(), lr=args.init_lr)
second = optim.Adam(head.parameters(), lr=args.init_lr)`,
  });
  problemTable('integer-division', {
    'a power is divided by': `${TORCH}lr = «1 // 10**4»
optimizer = optim.Adam(model.parameters(), lr=lr)`,
  });
  problemTable('factor-out-of-range', {
    'a schedule is switched off with a factor of 0': `${TORCH}optimizer = optim.Adam(model.parameters(), lr=5e-4)
if use_scheduler:
    scheduler = StepLR(optimizer, step_size=100, gamma=0.2)
else:
    scheduler = StepLR(optimizer, step_size=100, gamma=«0»)`,
  });
  problemTable('plateau-metric', {
    'a trainer steps a plateau without its metric': `${TORCH}class Trainer:
    def __init__(self, model):
        self.optimizer = optim.AdamW(model.parameters(), lr=2e-4)
        self.scheduler = ReduceLROnPlateau(self.optimizer, patience=5)
    def fit(self, epochs):
        for epoch in range(epochs):
            self.train_epoch()
            «self.scheduler.step»()`,
    'the negative of an accuracy is fine': `${TORCH}optimizer = optim.Adam(model.parameters(), lr=1e-3)
scheduler = ReduceLROnPlateau(optimizer)
for epoch in range(100):
    metric = -validate(model)
    scheduler.step(metric)`,
  });
  problemTable('rate-too-high', {
    'the inner rate of meta-learning is not that of the optimizer': `${TORCH}INNER_LR = 0.4
optimizer = optim.Adam(model.parameters(), lr=1e-3)
for task in tasks:
    fast = [p - INNER_LR * g for p, g in zip(model.parameters(), grads(task))]
    loss(fast).backward()
    optimizer.step()`,
    'the limit of a search for a rate is not one': `${TORCH}from lightning.pytorch.tuner import Tuner
net = make_net(optim.Adam, learning_rate=1e-3)
found = Tuner(trainer).lr_find(net, loader, min_lr=1e-5, max_lr=1.0)`,
    'a multiple of what a search has found is not one': `${TORCH}from tensorflow.keras.optimizers import Adam
def narrow(best):
    learning_rates = [best[1] / 2, best[1] * 2]
    for lr in learning_rates:
        model.compile(optimizer=Adam(lr), loss="mse")`,
    'the regularization of a logistic regression is not one': `${TORCH}from sklearn.linear_model import LogisticRegression
optimizer = optim.Adam(model.parameters(), lr=1e-3)
class Config:
    stacking_lr_C: float = 1.0
judge = LogisticRegression(C=Config.stacking_lr_C)`,
    'the rate of another optimizer is not judged by the default beside it': `${TORCH}class Model:
    def __init__(self, optimizer="adam", lr=1e-3, lbfgs_lr=1.0):
        self.optimizers = make(optimizer, lr, lbfgs_lr)`,
    'the peak of a schedule that is only drawn is not that of the optimizer': `${TORCH}schedule = WarmupSchedule(max_lr=0.4, warmup=100)
plot([schedule.rate(step) for step in range(1000)])
optimizer = optim.Adam(model.parameters(), lr=3e-4)`,
  });
});
