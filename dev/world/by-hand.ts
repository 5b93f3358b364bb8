import { changeContact, createContact } from '#contract/contacts'
import { setCardCompany } from '#contract/card-links'
import { createCompany } from '#contract/companies'
import { addPurchase, changeCustomer, createCustomer, getCustomerStages } from '#contract/customers'
import { createDeal } from '#contract/deals'
import { createGroupChat, openCardChat, sendInternal } from '#contract/internal'
import { createNote } from '#contract/notes'
import { completeTask, createTask } from '#contract/tasks'
import { uuidv7 } from '#lib/crypto'
import type { Caller } from '#lib/http/route'
import type { Act, Stage } from './acts.ts'
import { findPlace } from './deeds.ts'

const [hour, day] = [60 * 60_000, 24 * 60 * 60_000]

/** What colleagues enter without any talk: companies, purchases, tasks, notes, and what they say to each other. */
export function byHand(stage: Stage, end: Date): Act[] {
  const before = (hours: number): Date => new Date(end.getTime() - hours * hour)
  return [
    { at: before(30), run: () => bakery(stage) },
    { at: before(28), run: () => companiesOf(stage) },
    { at: before(26), run: () => work(stage, end) },
    ...talkOf(stage, before),
    // At the very end: a conversation that opens afterwards would hang on the customer, not on a deal.
    { at: before(0.005), run: () => customersOf(stage, end) },
  ]
}

async function bakery({ doors, staff }: Stage): Promise<void> {
  const points = [{ kind: 'phone' as const, value: '+7 900 555-01-61' }]
  const contact = await doors.perform(staff.vera, createContact, { name: 'Пекарня «Корка»', points })
  const deal = { name: 'Машина для пекарни', budget: 149_000, contactId: contact.id }
  await doors.perform(staff.vera, createDeal, deal)
}

const companies = [
  {
    name: 'Кофейни «Полдень»',
    by: 'vera',
    website: 'https://polden.example',
    address: 'Москва, Лесная, 5',
    phone: '+7 900 555-01-70',
    people: [6, 0],
  },
  {
    name: 'Коворкинг «Этаж»',
    by: 'boris',
    website: 'https://etazh.example',
    address: 'Казань, Баумана, 12',
    phone: '+7 900 555-01-71',
    people: [5, 8],
  },
  {
    name: 'Laurent & Whitfield Studio',
    by: 'daria',
    website: 'https://lw-studio.example',
    address: '14 Harbour Street, Bristol',
    phone: '+44 117 496 0172',
    people: [3, 11],
  },
] as const

/** Firms with their people; the deal of the first of them is of the firm. */
async function companiesOf(stage: Stage): Promise<void> {
  const { doors, staff } = stage
  for (const { name, by, website, address, phone, people } of companies) {
    const points = [{ kind: 'phone' as const, value: phone }]
    const company = await doors.perform(staff[by], createCompany, { name, website, address, points })
    const companyId = company.id
    for (const [index, each] of people.entries()) {
      const { contactId, dealId } = await personOf(stage, each)
      await doors.perform(staff.anna, changeContact, { contactId: String(contactId), companyId })
      if (index > 0 || dealId === null) continue
      await doors.perform(staff.anna, setCardCompany, { cardKind: 'deal', cardId: String(dealId), companyId })
    }
    const text = by === 'daria' ? 'Pays by invoice, 14 days.' : 'Платят по счёту, отсрочка 14 дней.'
    const holder = { kind: 'company' as const, id: companyId }
    await doors.perform(staff[by], createNote, { requestId: uuidv7(), text, holder })
  }
}

/** The person with this place in the cast, and the deal that he has. */
async function personOf(
  { doors, staff, clients }: Stage,
  place: number,
): Promise<{ contactId: number; dealId: number | null }> {
  const client = clients[place]
  if (!client) throw new Error('Nobody of this place in the cast')
  const { contactId } = await findPlace(doors, staff.accountId, client)
  const deal = await doors.database.db
    .selectFrom('deals')
    .select('id')
    .where('account_id', '=', staff.accountId)
    .where('main_contact_id', '=', contactId)
    .orderBy('id')
    .executeTakeFirst()
  return { contactId, dealId: deal?.id ?? null }
}

/** Who buys again and again: of whom, what he paid and how many days ago, and in how many days he is expected. */
const customers = [
  { place: 4, by: 'boris', bought: [8_760, 9_120, 8_760], next: 12 },
  { place: 6, by: 'vera', bought: [42_000, 38_500], next: 5 },
  { place: 11, by: 'daria', bought: [61_300], next: null },
  { place: 9, by: 'gleb', bought: [4_380, 4_380, 5_200, 4_380], next: -2 },
] as const

async function customersOf(stage: Stage, end: Date): Promise<void> {
  const { doors, staff } = stage
  const on = (days: number): string => new Date(end.getTime() + days * day).toISOString().slice(0, 10)
  const { stages } = await doors.perform(staff.anna, getCustomerStages, {})
  for (const [index, { place, by, bought, next }] of customers.entries()) {
    const { contactId } = await personOf(stage, place)
    const customer = await doors.perform(staff.anna, createCustomer, { contactId })
    const customerId = String(customer.id)
    for (const [n, amount] of bought.entries()) {
      const boughtOn = on(-30 * (bought.length - n) + 10)
      await doors.perform(staff.anna, addPurchase, { customerId, id: uuidv7(), amount, boughtOn })
    }
    const stageId = stages[index % stages.length]?.id
    const nextPurchaseOn = next === null ? null : on(next)
    await doors.perform(staff.anna, changeCustomer, {
      customerId,
      responsibleUserId: staff[by].userId,
      nextPurchaseOn,
      ...(stageId !== undefined && { stageId }),
    })
  }
}

/** Tasks and notes on deals: one is done, one is due. */
async function work(stage: Stage, end: Date): Promise<void> {
  const { doors, staff } = stage
  const { dealId } = await personOf(stage, 0)
  if (dealId === null) return
  const card = { kind: 'deal' as const, id: dealId }
  const due = { on: new Date(end.getTime() + 2 * day).toISOString().slice(0, 10) }
  const make = (text: string, responsibleUserId: number) =>
    doors.perform(staff.boris, createTask, { requestId: uuidv7(), text, due, card, responsibleUserId })
  const called = await make('Позвонить и уточнить адрес доставки', staff.boris.userId)
  await doors.perform(staff.boris, completeTask, {
    taskId: String(called.id),
    result: 'Доставка в пятницу до обеда',
  })
  await make('Отправить закрывающие документы', staff.vera.userId)
  const text = 'Просит белый корпус, чёрный не предлагать.'
  await doors.perform(staff.boris, createNote, { requestId: uuidv7(), text, holder: card })
}

/** What colleagues say to each other: in the card of a deal, where clients never see it, and in a chat of their own. */
function talkOf(stage: Stage, before: (hours: number) => Date): Act[] {
  const { doors, staff } = stage
  const groupId = uuidv7()
  const inGroup = (hours: number, by: Caller, text: string): Act => ({
    at: before(hours),
    async run() {
      await doors.perform(by, sendInternal, { chatId: groupId, id: uuidv7(), text })
    },
  })
  const inCard = (hours: number, by: Caller, to: Caller, text: string): Act => ({
    at: before(hours),
    async run() {
      const { dealId } = await personOf(stage, 0)
      const chat = await doors.perform(by, openCardChat, { cardKind: 'deal', cardId: String(dealId) })
      const recipients = [{ kind: 'user' as const, id: to.userId }]
      await doors.perform(by, sendInternal, { chatId: chat.id, id: uuidv7(), text, recipients })
    },
  })
  return [
    inCard(25, staff.boris, staff.gleb, 'Глеб, белая Versa Duo точно есть на складе?'),
    inCard(24.8, staff.gleb, staff.boris, 'Есть три, одну отложил за этой сделкой.'),
    {
      at: before(24),
      async run() {
        const userIds = [staff.vera, staff.gleb, staff.daria].map(({ userId }) => userId)
        await doors.perform(staff.boris, createGroupChat, { id: groupId, name: 'Продажи', userIds })
      },
    },
    inGroup(23.9, staff.boris, 'Коллеги, с понедельника новая цена на Tera 64. Прайс у Глеба.'),
    inGroup(23.5, staff.vera, 'Спасибо! Старые счета оставляем по прежней?'),
    inGroup(23.4, staff.gleb, 'Да, всё, что выставлено до пятницы.'),
    inGroup(5, staff.daria, 'Two English-speaking cafés ask for a demo this week. Who is free on Thursday?'),
    inGroup(4.6, staff.vera, 'I am, after two.'),
  ]
}
