import { defineWords } from '../lib/words.ts'

/** The words of a field that somebody else has changed meanwhile. */
const ru = {
  'changed.now': 'Пока вы меняли, это изменил кто-то другой. Теперь здесь:',
  'changed.mine': 'Ваше значение:',
  'changed.none': 'не указано',
  'changed.keepMine': 'Оставить моё',
  'changed.keepTheirs': 'Оставить их',
  'changed.form': 'Пока вы меняли, коллега сохранил здесь другое',
  'changed.form.d': 'Ваше ещё не сохранено',
  'changed.saved': 'Изменение сохранено',
  'changed.gone': 'Отменить уже нельзя: это изменил кто-то другой',
} as const

const en: Record<keyof typeof ru, string> = {
  'changed.now': 'Somebody else has changed this meanwhile. It is now:',
  'changed.mine': 'Yours:',
  'changed.none': 'not set',
  'changed.keepMine': 'Keep mine',
  'changed.keepTheirs': 'Keep theirs',
  'changed.form': 'Somebody else has saved something different here meanwhile',
  'changed.form.d': 'Yours is not saved yet',
  'changed.saved': 'Change saved',
  'changed.gone': 'Too late to undo: somebody else has changed it',
}

export const changedWords = defineWords('changed', { ru, en })
