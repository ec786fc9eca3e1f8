"""Hugging Face's trainer on a language model of two layers, two batches a step, warm-up and linear decay."""

import tempfile

import torch
from transformers import GPT2Config, GPT2LMHeadModel, PrinterCallback, Trainer, TrainerCallback, TrainingArguments, set_seed


class Tell(TrainerCallback):
    def on_pre_optimizer_step(self, _arguments, _state, _control, optimizer=None, **_options):
        self.rate = optimizer.param_groups[0]["lr"]

    def on_log(self, _arguments, _state, _control, logs=None, **_options):
        if "loss" in logs:
            print("step", float(logs["loss"]).hex(), self.rate)


set_seed(16)
data = [{"input_ids": ids, "labels": ids} for ids in torch.randint(0, 50, (96, 12))]
model = GPT2LMHeadModel(GPT2Config(vocab_size=50, n_positions=16, n_embd=16, n_layer=2, n_head=2))
with tempfile.TemporaryDirectory() as folder:
    arguments = TrainingArguments(
        folder,
        per_device_train_batch_size=8,
        gradient_accumulation_steps=2,
        num_train_epochs=2,
        learning_rate=5e-3,
        warmup_steps=3,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        use_cpu=True,
        disable_tqdm=True,
    )
    trainer = Trainer(model, arguments, train_dataset=data, callbacks=[Tell()])
    trainer.remove_callback(PrinterCallback)
    trainer.train()
