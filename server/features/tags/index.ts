export { changeTags, changeTagsOf } from './put-tags.ts'
export { routes } from './routes.ts'
export { findTagsOf, hasTag, listTags, tagsOf } from './tag-rows.ts'
