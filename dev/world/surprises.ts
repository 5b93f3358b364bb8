import { changeContact } from '#contract/contacts'
import { saveDraft } from '#contract/messages'
import type { Caller } from '#lib/http/route'
import { samplePdf } from '../messengers/telegram/sample-files.ts'
import type { Person } from '../messengers/telegram.ts'
import { takeUpdates, type Client, type Shop } from './clients.ts'
import { answer, findPlace } from './deeds.ts'
import type { Doors } from './doors.ts'
import { drawMachine } from './picture.ts'
import type { Staff } from './staff.ts'

type Scene = { doors: Doors; staff: Staff; shop: Shop; client: Client; caller: Caller }
type Surprise = (scene: Scene) => Promise<void>

/** When in the pause before the end of a talk the surprise comes. */
export const surpriseShare = 0.5

/** Does something as a person of Telegram and takes what it brings. */
const inTelegram =
  (act: (person: Person) => unknown): Surprise =>
  async ({ doors, shop, client }) => {
    if (!client.person) throw new Error('This client does not write in Telegram')
    act(client.person)
    await takeUpdates(doors, shop)
  }

const givePoints =
  (points: { kind: 'phone' | 'email'; value: string }[]): Surprise =>
  async ({ doors, staff, client, caller }) => {
    const { contactId } = await findPlace(doors, staff.accountId, client)
    await doors.perform(caller, changeContact, { contactId, points })
  }

/** The answer is done by the messenger, but its word never comes: nobody knows whether it arrived. */
const loseAnswer: Surprise = async ({ doors, staff, shop, client, caller }) => {
  shop.bot.faults.next('sendMessage', { kind: 'answerDropped' }, { chatId: Number(await client.chat()) })
  const place = await findPlace(doors, staff.accountId, client)
  await answer(doors, caller, place, { text: 'Мастер подтвердил время, ждите звонка.', file: null })
}

/** The client blocks the bot; the next answer finds out. */
const blockBot: Surprise = async ({ doors, staff, shop, client, caller }) => {
  client.person?.block()
  const place = await findPlace(doors, staff.accountId, client)
  await answer(doors, caller, place, { text: 'Решили насчёт сиропов?', file: null })
  await takeUpdates(doors, shop)
}

const beginDraft: Surprise = async ({ doors, staff, client }) => {
  const { chatId } = await findPlace(doors, staff.accountId, client)
  const text = 'Добрый день! Проверила склад: '
  await doors.perform(staff.anna, saveDraft, { chatId, text, fileIds: [], replyToId: null })
}

/** By place in the cast, at the end of a client's first talk. */
export const surprises: Partial<Record<number, Surprise>> = {
  2: inTelegram((person) =>
    person.edit(person.sendText('Мне на вторник').messageId, 'Мне на среду, после обеда'),
  ),
  3: givePoints([{ kind: 'email', value: 'sophie@atelier-laurent.example' }]),
  4: inTelegram((person) => person.shareOwnPhone('+79005550118')),
  5: inTelegram((person) =>
    person.sendAlbum([
      { kind: 'photo', bytes: drawMachine(5), mime: 'image/png', caption: 'Вот наша стойка' },
      { kind: 'photo', bytes: drawMachine(6), mime: 'image/png' },
      { kind: 'photo', bytes: drawMachine(7), mime: 'image/png' },
    ]),
  ),
  6: givePoints([
    { kind: 'phone', value: '+7 921 555-01-42' },
    { kind: 'email', value: 'hello@polden.example' },
  ]),
  9: inTelegram((person) =>
    person.sendText('У коллег такая же, говорят, не нарадуются', { forwardFrom: 'Кофейня на Лесной' }),
  ),
  13: inTelegram((person) => person.sendSticker({ emoji: '☕' })),
  14: givePoints([{ kind: 'phone', value: '+7 900 555-01-07' }]),
  19: inTelegram((person) => person.sendLocation(59.9311, 30.3609)),
  22: inTelegram((person) => person.sendVideo()),
  26: inTelegram((person) => person.sendDocument({ name: 'Логотип.pdf', bytes: samplePdf('Logo') })),
  28: inTelegram((person) => person.sendPoll('Какой сорт берём в декабре?', ['Гуджи', 'Уила'])),
  29: beginDraft,
  30: loseAnswer,
  32: blockBot,
  33: inTelegram((person) => person.start('autumn')),
  35: inTelegram((person) => person.edit(person.sendText('Нас 20').messageId, 'Нас будет 25')),
  37: inTelegram((person) => person.sendVoice({ durationSeconds: 12 })),
}
