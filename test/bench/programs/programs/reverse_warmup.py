"""An encoder and a decoder learn to say a sequence backwards; the rate warms up and then falls as the root of the step."""

import torch
from torch import nn

torch.manual_seed(49)
VOCABULARY, LENGTH, WIDTH, WARMUP = 12, 5, 24, 80


class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY + 1, WIDTH)
        self.places = nn.Parameter(0.1 * torch.randn(LENGTH, WIDTH))
        self.core = nn.Transformer(
            WIDTH, nhead=4, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=48, dropout=0.0, batch_first=True
        )
        self.out = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, source, target):
        mask = nn.Transformer.generate_square_subsequent_mask(LENGTH)
        hidden = self.core(self.tokens(source) + self.places, self.tokens(target) + self.places, tgt_mask=mask)
        return self.out(hidden)


config = {"peak_lr": 0.1, "batch": 16, "steps": 800}
model = Seq2Seq()
optimizer = torch.optim.Adam(model.parameters(), lr=config["peak_lr"], betas=(0.9, 0.98), eps=1e-9)
schedule = torch.optim.lr_scheduler.LambdaLR(
    optimizer, lambda step: min((step + 1) / WARMUP, (WARMUP / (step + 1)) ** 0.5)
)
for step in range(config["steps"]):
    source = torch.randint(0, VOCABULARY, (config["batch"], LENGTH))
    answer = source.flip(1)
    shifted = torch.cat([torch.full((config["batch"], 1), VOCABULARY), answer[:, :-1]], dim=1)
    loss = nn.functional.cross_entropy(model(source, shifted).flatten(0, 1), answer.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    if step % 10 == 0:
        print(f"| step {step:4d} | lr {schedule.get_last_lr()[0]:.5f} | loss {loss.item():5.3f}")
