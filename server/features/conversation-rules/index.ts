export { decideCard, decideFirstReply, type ClientFacts, type Decision } from './decide-card.ts'
export {
  actingJoins,
  cardsOf,
  findCardOf,
  noCards,
  readContactFacts,
  toContactCards,
  type CardColumns,
  type ContactCards,
  type KnownCard,
} from './contact-cards.ts'
export { readChannelRules, type ChannelRules } from './channel-rules.ts'
export { keepTurns, lockTurns, nextInTurn, type Turns } from './turns.ts'
export { routes } from './routes.ts'
