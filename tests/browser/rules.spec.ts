import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ChannelView } from '#contract/channels'
import type { ConversationDetail } from '#contract/conversations'
import type { Me } from '#contract/people'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const elsewhere = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })

async function call<T>(method: 'GET' | 'POST' | 'PATCH', path: string, data?: object): Promise<T> {
  const answer = await office.request.fetch(`${base}/api${path}`, {
    method,
    headers: { origin: base },
    ...(data && { data }),
  })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as T
}

/** Waits until a conversation is there. @returns what it hangs on. */
async function cardOf(number: number): Promise<ConversationDetail['row']['card']> {
  const find = async (): Promise<number> =>
    (await office.request.get(`${base}/api/conversations/${number}`)).status()
  await eventually(find).toBe(200)
  return (await call<ConversationDetail>('GET', `/conversations/${number}`)).row.card
}

const rules = `${base}/settings/channels/rules`
const result = (page: Page): Locator => page.getByRole('status', { name: 'Что произойдёт' })
const rule = (page: Page, name: string): Locator => page.getByRole('radio', { name })

test('a shop with a client who has written', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await call('POST', '/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await call('POST', '/channels', { kind: 'telegram', token: bot.token })
  const { items } = await call<{ items: { id: number }[] }>('POST', '/groups', { name: 'Продажи' })
  const { user } = await call<Me>('GET', '/me')
  await call('PATCH', `/users/${user.id}`, { groupId: items[0]?.id })
  marina.sendText('Здравствуйте')
  expect(await cardOf(1)).toMatchObject({ kind: 'deal' })
})

test('the try-it box tells what would happen to her next message, and why', async () => {
  await anna.goto(rules)
  await result(anna).getByText('Появится новая сделка').waitFor()
  await anna.getByRole('combobox', { name: 'Канал' }).click()
  await anna.getByRole('option', { name: 'Зерно и пар' }).click()
  await anna.getByRole('combobox', { name: 'Контакт' }).fill('Марина')
  await anna.getByRole('option', { name: /Марина/ }).click()
  await result(anna).getByText('Сообщение попадёт в открытую беседу № 1').waitFor()
  await call('POST', '/conversations/1/closure', { anyway: true })
  await anna.getByText('Мы', { exact: true }).click()
  await result(anna).getByText('Откроется беседа в карточке').waitFor()
  await anna.getByRole('radiogroup', { name: 'Кто пишет' }).getByText('Клиент').click()
  await result(anna).getByText('Канал следует правилу аккаунта').waitFor()
  await result(anna).getByText('Это последняя открытая карточка контакта').waitFor()
})

test('another rule holds at once, for whoever looks at it too', async () => {
  await elsewhere.goto(rules)
  await eventually(() => rule(elsewhere, 'Прикрепить к последней открытой сделке').isChecked()).toBe(true)
  // The box asks as soon as the choice is seen, and is answered by the old rule: the new one is not saved yet.
  const told = anna.waitForResponse('**/api/conversation-rules/trial?*')
  await anna.route('**/api/account-settings', async (route) => {
    if (route.request().method() === 'PATCH') await told
    await route.continue()
  })
  await anna.getByText('Всегда создавать новую сделку').click()
  await result(anna).getByText('Правило: всегда новая сделка').waitFor()
  await eventually(() => rule(elsewhere, 'Всегда создавать новую сделку').isChecked()).toBe(true)
  await anna.unroute('**/api/account-settings')
})

test('a channel that gives new deals to a group in turn needs the group', async () => {
  await anna.getByRole('button', { name: /Зерно и пар/ }).click()
  const form = anna.getByRole('dialog', { name: 'Зерно и пар' })
  await form.getByRole('switch', { name: 'Новые сделки сначала в «Неразобранное»' }).press('Space')
  await form.getByRole('radio', { name: 'Люди группы по очереди' }).press('Space')
  await form.getByRole('button', { name: 'Сохранить' }).click()
  await form.getByText('Выберите группу, чьи люди отвечают по очереди').waitFor()
  await form.getByRole('combobox', { name: 'Группа' }).click()
  await anna.getByRole('option', { name: 'Продажи' }).click()
  await form.getByRole('button', { name: 'Сохранить' }).click()
  await form.waitFor({ state: 'detached' })
  await anna.getByText('по очереди, Продажи').waitFor()
  const { items } = await call<{ items: ChannelView[] }>('GET', '/channels')
  expect(items.find(({ kind }) => kind === 'telegram')?.settings).toMatchObject({
    incomingLeads: true,
    responsibleRule: 'round_robin',
  })
})

test('the client writes, and the deal is the one that was told', async () => {
  await result(anna).getByText('Сейчас его очередь в группе канала').waitFor()
  await result(anna).getByText('· Неразобранное').waitFor()
  await result(anna).getByText('Анна', { exact: true }).waitFor()
  const first = await cardOf(1)
  marina.sendText('Ещё вопрос')
  const second = await cardOf(2)
  expect(second?.id).not.toBe(first?.id)
  expect(second).toMatchObject({ kind: 'deal', stageName: 'Неразобранное' })
  const { row } = await call<ConversationDetail>('GET', '/conversations/2')
  expect(row.responsibleUserId).not.toBeNull()
  expect(problems).toEqual([])
})
