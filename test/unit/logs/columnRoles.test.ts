import assert from 'node:assert/strict';
import { ColumnRoles, normalizeName } from '../../../src/logs/columnRoles.ts';
import type { Role } from '../../../src/logs/columnRoles.ts';

describe('columns of logs', () => {
  const cases: [writer: string, header: string, expected: Partial<Record<Role, string>>][] = [
    ['a program', 'step,epoch,loss,accuracy,val_loss,val_accuracy,lr,grad_norm', { step: 'step', epoch: 'epoch', loss: 'loss', accuracy: 'accuracy', validationLoss: 'val_loss', validationAccuracy: 'val_accuracy', rate: 'lr', gradientNorm: 'grad_norm' }],
    ['Goldilocks', 'step,loss,validationLoss,validationAccuracy,rate,gradientNorm', { step: 'step', loss: 'loss', validationLoss: 'validationLoss', validationAccuracy: 'validationAccuracy', rate: 'rate', gradientNorm: 'gradientNorm' }],
    ['Lightning', 'epoch,lr-AdamW,step,train_loss_epoch,train_loss_step,val_loss', { step: 'step', epoch: 'epoch', loss: 'train_loss_step', validationLoss: 'val_loss', rate: 'lr-AdamW' }],
    ['Lightning with groups', 'epoch,lr-SGD/pg1,lr-SGD/pg2,step,train_loss', { step: 'step', epoch: 'epoch', loss: 'train_loss', rate: 'lr-SGD/pg1' }],
    ['Keras', 'epoch,accuracy,learning_rate,loss,val_accuracy,val_loss', { epoch: 'epoch', loss: 'loss', accuracy: 'accuracy', validationLoss: 'val_loss', validationAccuracy: 'val_accuracy', rate: 'learning_rate' }],
    ['Hugging Face', 'loss,grad_norm,learning_rate,epoch,step,eval_loss,train_loss', { step: 'step', epoch: 'epoch', loss: 'loss', validationLoss: 'eval_loss', rate: 'learning_rate', gradientNorm: 'grad_norm' }],
    ['TensorBoard tags', 'global_step,train/loss,eval/loss,train/learning_rate,train/grad_norm', { step: 'global_step', loss: 'train/loss', validationLoss: 'eval/loss', rate: 'train/learning_rate', gradientNorm: 'train/grad_norm' }],
    ['timm', 'epoch,train_loss,eval_loss,eval_top1,eval_top5,lr', { epoch: 'epoch', loss: 'train_loss', validationLoss: 'eval_loss', validationAccuracy: 'eval_top1', rate: 'lr' }],
    ['Ultralytics', 'epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1', { epoch: 'epoch', loss: 'train/box_loss + train/cls_loss + train/dfl_loss', validationLoss: 'val/box_loss + val/cls_loss + val/dfl_loss', rate: 'lr/pg0' }],
    ['names of common words in any order', 'Loss/Train_Epoch,Loss/Train_Batch,Loss/Validation_Epoch,Average Training Accuracy,max loss', { loss: 'Loss/Train_Batch', validationLoss: 'Loss/Validation_Epoch', accuracy: 'Average Training Accuracy' }],
    ['names that say what a loss is divided by', 'step,train_loss_nats_per_byte,validation_loss_nats_per_byte', { step: 'step', loss: 'train_loss_nats_per_byte', validationLoss: 'validation_loss_nats_per_byte' }],
    ['Stable-Baselines3', 'time/fps,train/entropy_loss,train/loss,train/value_loss,train/learning_rate,time/total_timesteps', { step: 'time/total_timesteps', loss: 'train/loss', rate: 'train/learning_rate' }],
    ['OpenAI Baselines', 'total/steps_per_second,total/steps,total/epochs,train/loss_actor', { step: 'total/steps', epoch: 'total/epochs' }],
    ['LLaMA-Factory', 'current_steps,total_steps,loss,learning_rate,epoch', { step: 'current_steps', epoch: 'epoch', loss: 'loss', rate: 'learning_rate' }],
    ['YOLOv5', 'epoch,train/box_loss,train/obj_loss,x/lr0,x/lr1', { epoch: 'epoch', loss: 'train/box_loss + train/obj_loss', rate: 'x/lr0' }],
    ['detectron2', 'data_time,iteration,loss_cls,loss_box_reg,lr,total_loss', { step: 'iteration', loss: 'total_loss', rate: 'lr' }],
    ['fairseq', 'epoch,update,loss,num_updates,lr,gnorm', { step: 'num_updates', epoch: 'epoch', loss: 'loss', rate: 'lr', gradientNorm: 'gnorm' }],
    ['W&B', 'Step,sun-3 - train/loss,sun-3 - train/loss__MIN,sun-3 - lr', { step: 'Step', loss: 'sun-3 - train/loss', rate: 'sun-3 - lr' }],
    ['a person', 'Iter,Train Loss,Valid Acc', { step: 'Iter', loss: 'Train Loss', validationAccuracy: 'Valid Acc' }],
    ['another person', 'batch_index,loss', { step: 'batch_index', loss: 'loss' }],
    ['nobody', 'time,temperature', {}],
  ]; // prettier-ignore
  for (const [writer, header, expected] of cases) {
    it(`finds those that ${writer} writes`, () => {
      const columns = new ColumnRoles();
      columns.choose(header.split(','));
      const roles = ['step', 'epoch', 'loss', 'accuracy', 'validationLoss', 'validationAccuracy', 'rate', 'gradientNorm'] as const; // prettier-ignore
      const found = roles.flatMap((role) =>
        columns.of(role).length > 0 ? [[role, columns.of(role).join(' + ')] as const] : [],
      );
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }

  it('names the optimizer that the column of the rate is named after', () => {
    const columns = new ColumnRoles();
    columns.choose(['step', 'lr-AdamW/pg1', 'train_loss']);
    assert.equal(columns.optimizer, 'AdamW');
  });

  it('keeps a column once it is chosen', () => {
    const columns = new ColumnRoles();
    columns.choose(['step', 'train_loss']);
    columns.choose(['step', 'loss', 'lr']);
    assert.deepEqual([columns.of('loss'), columns.of('rate')], [['train_loss'], ['lr']]);
  });

  it('gives a role that only common words describe to a known name that comes later', () => {
    const columns = new ColumnRoles();
    columns.choose(['step', 'running_loss', 'mean test loss']);
    columns.choose(['step', 'smooth_loss', 'val_loss']);
    assert.deepEqual([columns.of('loss'), columns.of('validationLoss')], [['running_loss'], ['val_loss']]);
    columns.choose(['step', 'loss']);
    assert.deepEqual(columns.of('loss'), ['loss']);
  });

  for (const name of ['Train Loss', 'train/loss', 'trainLoss', ' train_loss ', 'train-loss', 'metrics/train.loss']) {
    it(`reads "${name}" as train_loss`, () => assert.equal(normalizeName(name), 'train_loss'));
  }
});
