import type { TagView } from '#contract/tags'
import { listTags } from '#features/tags'
import type { Read } from '#lib/db'
import type { AmoRoute } from '../amo-route.ts'
import { okList } from '../answer.ts'
import { entities, entityTypes } from '../entities.ts'
import { amongWords, readKnownPage } from '../known-page.ts'
import { readSearch } from '../read-filter.ts'

const filters = {
  id: amongWords<TagView>(({ id }) => String(id)),
  name: amongWords<TagView>(({ name }) => name),
}

/** The tags that leads, contacts, companies and customers can bear, each kind its own. */
export function tagRoutes({ db }: { db: Read }): AmoRoute[] {
  return entityTypes.map((type) => ({
    method: 'GET',
    path: `/${type}/tags`,
    handle: async (request) => {
      const part = readSearch(request)?.toLowerCase() ?? ''
      const tags = (await listTags(db, request.viewer.accountId)).filter(
        ({ kind, name }) => kind === entities[type] && name.toLowerCase().includes(part),
      )
      const { page, found } = readKnownPage(request, tags, filters)
      return okList(request, page, 'tags', found, ({ id, name }) => ({ id, name, color: null }))
    },
  }))
}
