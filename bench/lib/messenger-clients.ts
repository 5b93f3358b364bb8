import type { Account } from '../../dev/messengers/viber.ts'
import type { Community } from '../../dev/messengers/vk.ts'
import type { BareRequest } from './bare-sender.ts'
import type { BenchProduct } from './product.ts'

/** A client of one of the messengers. */
export type Client = {
  name: string
  write(text: string): unknown
  /** What a bare loop posts to let him have this text. */
  bare(text: string): BareRequest
}

export type Got = { client: Client; text: string }

/** Clients of one messenger, and what they have got since the last call, in the order of each. */
export type Clients = { all: Client[]; take(): Got[] }

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

export function telegramClients({ bot, telegramRoot }: BenchProduct, count: number): Clients {
  const url = `${telegramRoot}/bot${bot.token}/sendMessage`
  const persons = Array.from({ length: count }, () => bot.person())
  const byId = new Map<string | number, Client>()
  for (const person of persons) {
    byId.set(person.id, {
      name: `telegram ${person.id}`,
      write: (text) => person.sendText(text),
      bare: (text) => ({ url, headers: json, body: JSON.stringify({ chat_id: String(person.id), text }) }),
    })
  }
  return reading(byId, bot.sent, ({ chatId, text }) => ({ id: chatId, text }))
}

export function viberClients(root: string, account: Account, count: number): Clients {
  const headers = { ...json, 'x-viber-auth-token': account.token }
  const byId = new Map<string | number, Client>()
  for (let index = 0; index < count; index += 1) {
    // What comes back of a message is the intake's work, not the outbox's.
    const person = account.person({ receipts: 'none' })
    const message = { receiver: person.id, sender: { name: 'Bench' }, type: 'text' }
    byId.set(person.id, {
      name: `viber ${person.id}`,
      write: (text) => person.sendText(text),
      bare: (text) => ({
        url: `${root}/pa/send_message`,
        headers,
        body: JSON.stringify({ ...message, text }),
      }),
    })
  }
  return reading(byId, account.sent, ({ receiver, text }) => ({ id: receiver, text }))
}

const vkVersion = '5.199'

export function vkClients(root: string, community: Community, count: number): Clients {
  // Far from the numbers the product gives to what it sends.
  let randomId = 1_000_000_000
  const byId = new Map<string | number, Client>()
  for (let index = 0; index < count; index += 1) {
    const person = community.person()
    const message = { peer_ids: String(person.id), access_token: community.token, v: vkVersion }
    byId.set(person.id, {
      name: `vk ${person.id}`,
      write: (text) => person.sendText(text),
      bare: (text) => {
        randomId += 1
        const fields = new URLSearchParams({ ...message, message: text, random_id: String(randomId) })
        return { url: `${root}/method/messages.send`, headers: form, body: fields.toString() }
      },
    })
  }
  return reading(byId, community.sent, ({ peerId, text }) => ({ id: peerId, text }))
}

/** VK tells a community its own messages back: the intake's work again, and not asked for here. */
export async function silenceEchoes(root: string, community: Community): Promise<void> {
  while (!community.servers[0]?.events.includes('message_reply')) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const body = new URLSearchParams({
    group_id: String(community.id),
    server_id: String(community.servers[0].id),
    api_version: vkVersion,
    message_reply: '0',
    access_token: community.token,
    v: vkVersion,
  })
  const answer = await fetch(`${root}/method/groups.setCallbackSettings`, { method: 'POST', body })
  const text = await answer.text()
  if (text !== '{"response":1}') throw new Error(`VK keeps its echoes: ${text}`)
}

function reading<T>(
  byId: ReadonlyMap<string | number, Client>,
  sent: readonly T[],
  read: (message: T) => { id: string | number; text: string | null },
): Clients {
  let seen = 0
  return {
    all: [...byId.values()],
    take() {
      const fresh = sent.slice(seen)
      seen = sent.length
      return fresh.flatMap((message) => {
        const { id, text } = read(message)
        const client = byId.get(id)
        return client ? [{ client, text: text ?? '' }] : []
      })
    },
  }
}
