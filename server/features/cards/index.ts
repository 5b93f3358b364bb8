export { requireCard, requireEditableCard, type Card } from './find-card.ts'
export { findCardNames, type NamedCard } from './find-card-names.ts'
export { entityTarget, lockEditableEntity, lockEntities, tableOf, type Entity } from './find-entity.ts'
export { requireEntity } from './require-entity.ts'
