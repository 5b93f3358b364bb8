import type { ChannelKind } from '#contract/channels'
import { listCompanies } from '#contract/companies'
import { listContacts } from '#contract/contacts'
import { listConversations } from '#contract/conversations'
import { listDeals } from '#contract/deals'
import { call } from '../../lib/api.ts'

/** Something of the account that has a page. */
export type Thing =
  | { kind: 'contact'; id: number; name: string; avatarUrl: string | null; phone: string | null }
  | { kind: 'conversation'; number: number; name: string; channelKind: ChannelKind; isOpen: boolean }
  | { kind: 'deal'; id: number; name: string; stageName: string; budget: number | null }
  | { kind: 'company'; id: number; name: string; phone: string | null }

const most = 4

/** What one may see of the account that goes by these words, the likeliest kinds first. */
export async function findThings(search: string, signal: AbortSignal): Promise<Thing[]> {
  const query = { search, limit: most }
  const found = await Promise.all([
    call(listContacts, query, { signal }).then(({ items }) =>
      items.map(({ id, name, avatarUrl, phone }): Thing => ({ kind: 'contact', id, name, avatarUrl, phone })),
    ),
    call(listConversations, query, { signal }).then(({ items }) =>
      items.map(({ number, contact, channel, closedAt }): Thing => ({
        kind: 'conversation',
        number,
        name: contact.name,
        channelKind: channel.kind,
        isOpen: closedAt === null,
      })),
    ),
    call(listDeals, query, { signal }).then(({ items }) =>
      items.map(({ id, name, stage, budget }): Thing => ({
        kind: 'deal',
        id,
        name,
        stageName: stage.name,
        budget,
      })),
    ),
    call(listCompanies, query, { signal }).then(({ items }) =>
      items.map(({ id, name, phone }): Thing => ({ kind: 'company', id, name, phone })),
    ),
  ])
  return found.flat()
}

export function hrefOf(thing: Thing): string {
  switch (thing.kind) {
    case 'contact':
      return `/contacts/${thing.id}`
    case 'conversation':
      return `/imbox/${thing.number}`
    case 'deal':
      return `/deals/${thing.id}`
    case 'company':
      return `/companies/${thing.id}`
  }
}
