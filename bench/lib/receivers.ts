import type { ChannelView } from '#contract/channels'
import { startViberStandIn } from '../../dev/messengers/viber.ts'
import { startVkStandIn } from '../../dev/messengers/vk.ts'
import { silenceEchoes, telegramClients, viberClients, vkClients } from './messenger-clients.ts'
import type { Client, Clients, Got } from './messenger-clients.ts'
import { post, startBenchProduct, type BenchProduct } from './product.ts'
import { visitorClients } from './visitor-clients.ts'

export type Receivers = {
  product: BenchProduct
  clients: Client[]
  /** What the clients have got since the last call, in the order of each. */
  take(): Got[]
  /** One more client of Telegram, and a switch: his chat is answered 429 until the returned function is called. */
  limited: Client
  limit(): () => void
  close(): Promise<void>
}

/** The product with a channel of each messenger and clients behind all of them; all but the product live in this process. */
export async function startReceivers(counts: { each: number; visitors: number }): Promise<Receivers> {
  const viber = await startViberStandIn({ secondMs: 10, silentLimit: Number.POSITIVE_INFINITY })
  const vk = await startVkStandIn({ secondMs: 10 })
  const product = await startBenchProduct({ VIBER_API_ROOT: viber.apiRoot, VK_API_ROOT: vk.apiRoot })
  const connect = (body: object): Promise<ChannelView> =>
    post<ChannelView>(product.address, product.cookie, '/channels', body)

  const account = viber.createAccount()
  await connect({ kind: 'viber', token: account.token })
  const community = vk.createCommunity()
  await connect({ kind: 'vk', token: community.token })
  await silenceEchoes(vk.apiRoot, community)
  const { snippet } = await connect({ kind: 'website', name: 'Bench', origins: [product.address] })
  const [, button = ''] = /data-button="([^"]+)"/.exec(snippet ?? '') ?? []
  const site = await visitorClients(product, button, counts.visitors)
  const telegram = telegramClients(product, counts.each + 1)
  const [limited, ...others] = telegram.all
  if (!limited) throw new Error('There is no client to limit')
  const sources: Clients[] = [
    telegram,
    viberClients(viber.apiRoot, account, counts.each),
    vkClients(vk.apiRoot, community, counts.each),
    site,
  ]
  return {
    product,
    clients: [...others, ...sources.slice(1).flatMap((source) => source.all)],
    take: () => sources.flatMap((source) => source.take()),
    limited,
    limit: () =>
      product.bot.faults.always(({ chatId }) => `telegram ${chatId}` === limited.name, {
        kind: 'tooManyRequests',
        retryAfterSeconds: 1,
      }),
    async close() {
      site.close()
      await product.close()
      await viber.close()
      await vk.close()
    },
  }
}
