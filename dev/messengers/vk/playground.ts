import { createLiveFeed } from '../lib/live-feed.ts'
import { createPlayPage, PageProblem, readAct, type PageCall, type PlayPage } from '../lib/play-page.ts'
import { readParameters } from './call-parameters.ts'
import type { Community } from './community.ts'
import { toJson } from './json.ts'
import { act } from './playground-acts.ts'
import { chatView, stateView } from './playground-views.ts'
import type { Surroundings } from './surroundings.ts'
import { maxUploadBytes } from './upload-methods.ts'

/** The page where a human plays the clients of the communities. */
export const createPlayground = (communities: () => Community[], surroundings: Surroundings): PlayPage => {
  const live = createLiveFeed()
  surroundings.changed = live.changed
  const answer = async (call: PageCall): Promise<unknown> => {
    const { path, query } = call
    if (path === 'state') return stateView(communities())
    const found = communities().find(({ id }) => String(id) === query.get('community'))
    if (!found) throw new PageProblem(404, 'no such community')
    if (path === 'chat') return chatView(found, Number(query.get('person')))
    if (path === 'act') return { done: (await actByForm(call, found)) ?? true }
    throw new PageProblem(404, 'no such page')
  }
  const folder = new URL('page/', import.meta.url)
  const files = ['icon.svg', 'main.js', 'bubbles.js', 'words.js']
  return createPlayPage({ folder, files, live, answer, toJson })
}

const actByForm = async (call: PageCall, community: Community): Promise<unknown> => {
  const { contentType, body } = await readAct(call, maxUploadBytes)
  const { parameters, files } = await readParameters(new URLSearchParams(), contentType, body)
  return act(community, parameters, files)
}
