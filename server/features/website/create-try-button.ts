import type { Language } from '#contract/common'
import { addButton } from '#features/channels'
import type { Clock } from '#lib/clock'
import type { Tx } from '#lib/db'
import { systemActor } from '#lib/events'

/** The button of the example shop, made with every account: it works on our own pages only, and is a channel like any other. */
export async function createTryButton(
  tx: Tx,
  deps: { clock: Clock },
  account: { id: number; language: Language },
): Promise<void> {
  const name = account.language === 'ru' ? 'Пример магазина' : 'Example shop'
  await addButton(
    deps,
    tx,
    { accountId: account.id, actor: systemActor, road: 'rule' },
    { name, origins: [] },
  )
}
