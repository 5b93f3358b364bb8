export { requireCard, requireEditableCard, type Card } from './find-card.ts'
