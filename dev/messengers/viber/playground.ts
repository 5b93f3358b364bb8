import { createLiveFeed } from '../lib/live-feed.ts'
import {
  createPlayPage,
  PageProblem,
  readAct,
  serveBytes,
  type PageCall,
  type PlayPage,
} from '../lib/play-page.ts'
import type { Account } from './account.ts'
import { act } from './playground-acts.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'

/** The largest file of Viber is 200 MB; nobody needs that here. */
const maxActBytes = 64 * 1024 * 1024

/** The page where a human plays the clients of the accounts. */
export const createPlayground = (accounts: () => Account[], surroundings: Surroundings): PlayPage => {
  const live = createLiveFeed()
  surroundings.changed = () => live.changed(0, null)
  const answer = async (call: PageCall): Promise<unknown> => {
    const { path, query } = call
    if (path === 'state') return stateView(accounts())
    const account = accounts().find(({ id }) => id === query.get('account'))
    if (!account) throw new PageProblem(404, 'no such account')
    if (path === 'chat') return chatView(account, query.get('person') ?? '')
    if (path === 'got') return serveGot(call, account, query.get('token') ?? '')
    if (path === 'act') return { done: (await act(account, await readForm(call))) ?? true }
    throw new PageProblem(404, 'no such page')
  }
  const folder = new URL('page/', import.meta.url)
  const files = ['icon.svg', 'main.js', 'bubbles.js', 'words.js']
  return createPlayPage({ folder, files, live, answer })
}

/** What a client got of a message of the account. */
const serveGot = ({ response }: PageCall, account: Account, token: string): void => {
  const sent = account.sent.find((each) => each.token === token)
  if (!sent?.got) throw new PageProblem(404, 'no such file')
  serveBytes(response, { ...sent.got, name: sent.fileName ?? '' })
}

const readForm = async (call: PageCall): Promise<FormData> => {
  const { contentType, body } = await readAct(call, maxActBytes)
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
}
