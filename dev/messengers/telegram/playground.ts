import { createLiveFeed } from '../lib/live-feed.ts'
import {
  createPlayPage,
  PageProblem,
  readAct,
  serveBytes,
  type PageCall,
  type PlayPage,
} from '../lib/play-page.ts'
import { ApiError } from './api-error.ts'
import type { Bot } from './bot.ts'
import { maxBodyBytes, readParameters } from './call-parameters.ts'
import type { FileStore } from './file-store.ts'
import { act } from './playground-acts.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'

export type PlaygroundBot = { bot: Bot; files: FileStore }

/** The page where a human plays the clients of the bots. */
export const createPlayground = (bots: () => PlaygroundBot[], surroundings: Surroundings): PlayPage => {
  const live = createLiveFeed()
  surroundings.changed = live.changed
  const answer = async (call: PageCall): Promise<unknown> => {
    const { path, query } = call
    if (path === 'state') return stateView(bots().map(({ bot }) => bot))
    const found = bots().find(({ bot }) => String(bot.id) === query.get('bot'))
    if (!found) throw new PageProblem(404, 'no such bot')
    if (path === 'chat') return chatView(found.bot, Number(query.get('person')))
    if (path === 'file') return serveStored(call, found.files, query.get('id') ?? '')
    if (path === 'act') return { done: (await actByForm(call, found.bot)) ?? true }
    throw new PageProblem(404, 'no such page')
  }
  const folder = new URL('page/', import.meta.url)
  const files = ['icon.svg', 'main.js', 'bubbles.js', 'labels.js', 'words.js']
  return createPlayPage({ folder, files, live, answer })
}

const serveStored = ({ response }: PageCall, files: FileStore, fileId: string): void => {
  const file = files.find(fileId)
  if (!file) throw new PageProblem(404, 'no such file')
  serveBytes(response, { bytes: file.bytes ?? Buffer.alloc(0), mime: file.mime, name: file.name })
}

const actByForm = async (call: PageCall, bot: Bot): Promise<unknown> => {
  const { contentType, body } = await readAct(call, maxBodyBytes)
  try {
    return act(bot, await readParameters(new URLSearchParams(), contentType, body))
  } catch (error) {
    throw error instanceof ApiError ? new PageProblem(error.code, error.message) : error
  }
}
