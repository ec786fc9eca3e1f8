"""Which of four shapes is in a 12 x 12 picture?"""

import torch
import torch.nn.functional as F
from torch import nn, optim


def pictures(count, generator):
    images = 0.4 * torch.randn(count, 1, 12, 12, generator=generator)
    kinds = torch.randint(0, 4, (count,), generator=generator)
    corners = torch.randint(0, 7, (count, 2), generator=generator)
    for image, kind, (top, left) in zip(images, kinds.tolist(), corners.tolist()):
        patch = image[0, top : top + 5, left : left + 5]
        if kind == 0:
            patch[2, :] += 1.5
        elif kind == 1:
            patch[:, 2] += 1.5
        elif kind == 2:
            patch += 1.5 * torch.eye(5)
        else:
            patch[[0, -1], :] += 1.5
    return images, kinds


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 10, 3)
        self.fc = nn.Linear(10 * 2 * 2, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.relu(self.conv2(x))
        x = F.adaptive_max_pool2d(x, 2)
        return self.fc(x.flatten(1))


if __name__ == "__main__":
    torch.manual_seed(1)
    images, kinds = pictures(1200, torch.Generator().manual_seed(11))
    net = ConvNet()
    opt = optim.SGD(net.parameters(), lr=1.5)
    for step in range(1000):
        batch = torch.randint(0, 1200, (16,))
        opt.zero_grad()
        loss = F.cross_entropy(net(images[batch]), kinds[batch])
        loss.backward()
        opt.step()
        if step % 5 == 0:
            print(f"[{step}/1000] loss={loss.item():.4f}")
