export { requireCard, requireEditableCard, type Card } from './find-card.ts'
export { findCardNames, type NamedCard } from './find-card-names.ts'
