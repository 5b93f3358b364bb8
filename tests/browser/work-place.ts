import type { Locator, Page } from 'playwright-core'

/** The parts of a colleague's work place, named as people find them. */
export const row = (page: Page, words: string): Locator =>
  page.getByRole('listbox', { name: 'Беседы' }).getByRole('option').filter({ hasText: words })
export const chat = (page: Page): Locator => page.getByRole('log')
export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Сообщение клиенту' })
export const bell = (page: Page): Locator =>
  page.getByRole('navigation').getByRole('button', { name: 'Лента' })
export const centre = (page: Page): Locator => page.getByRole('dialog', { name: 'Уведомления' })
export const preset = (page: Page, name: string): Locator => page.getByRole('tab', { name: new RegExp(name) })

/** How many new notifications the bell tells of, right now: its counter may be gone the next moment. */
export function bellCount(page: Page): Promise<number> {
  return bell(page)
    .getByTitle(/уведомлени/)
    .evaluateAll((counters) => Number.parseInt(counters[0]?.getAttribute('title') ?? '0', 10))
}

export async function attach(
  page: Page,
  files: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files)
  for (const { name } of files) await page.getByRole('button', { name: `Убрать ${name}` }).waitFor()
}

/** A message of the chat by what it says. */
export const message = (page: Page, words: string): Locator =>
  chat(page).locator('[data-index]').filter({ hasText: words }).last()

/** Opens what can be done with a message. */
export async function openMenu(page: Page, words: string): Promise<Locator> {
  await message(page, words).hover()
  await message(page, words).getByRole('button', { name: 'Действия с сообщением' }).click()
  return page.getByRole('menu')
}

/** Opens a conversation from the list. */
export async function open(page: Page, words: string): Promise<void> {
  await row(page, words).first().click()
  await field(page).waitFor()
}
