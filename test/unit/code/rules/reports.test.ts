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
    'the peak of a schedule that is only drawn is not that of the optimizer': `${TORCH}schedule = WarmupSchedule(max_lr=0.4, warmup=100)
plot([schedule.rate(step) for step in range(1000)])
optimizer = optim.Adam(model.parameters(), lr=3e-4)`,
  });
});
