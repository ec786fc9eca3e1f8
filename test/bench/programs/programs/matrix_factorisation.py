# Ratings = user . item, as in recommenders.
import torch

torch.manual_seed(31)
USERS, ITEMS, RANK = 120, 80, 6
LEARNING_RATE = 1.0

true_users = torch.randn(USERS, 3)
true_items = torch.randn(ITEMS, 3)
user_ids = torch.randint(0, USERS, (4000,))
item_ids = torch.randint(0, ITEMS, (4000,))
ratings = (true_users[user_ids] * true_items[item_ids]).sum(1) + 0.2 * torch.randn(4000)

users = torch.nn.Embedding(USERS, RANK)
items = torch.nn.Embedding(ITEMS, RANK)
torch.nn.init.normal_(users.weight, std=0.3)
torch.nn.init.normal_(items.weight, std=0.3)
optimizer = torch.optim.SGD(list(users.parameters()) + list(items.parameters()), lr=LEARNING_RATE, momentum=0.9)

for step in range(1500):
    pick = torch.randint(0, 4000, (128,))
    predicted = (users(user_ids[pick]) * items(item_ids[pick])).sum(dim=1)
    mse = torch.mean((predicted - ratings[pick]) ** 2)
    optimizer.zero_grad()
    mse.backward()
    optimizer.step()
    if step % 10 == 0:
        print(f"step={step} mse={mse.item():.4f}")
