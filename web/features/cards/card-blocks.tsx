import type { ReactElement } from 'react'
import type { Card } from './card.ts'
import type { OnWrite } from './card-page.tsx'
import { FieldsBlock } from '../fields/fields-block.tsx'
import { CompanyBlock } from './company-block.tsx'
import { ContactsBlock } from './contacts-block.tsx'
import { TasksBlock } from '../tasks/tasks-block.tsx'
import { ParticipantsBlock } from './participants-block.tsx'

/** The blocks which both kinds of cards have, in their order: one line a block. */
export function CardBlocks({ card, onWrite }: { card: Card; onWrite: OnWrite }): ReactElement {
  return (
    <>
      <FieldsBlock card={card} canEdit={card.canEdit} />
      <TasksBlock place={{ card: { kind: card.kind, id: card.id } }} name={card.name} />
      <CompanyBlock card={card} canEdit={card.canEdit} />
      <ContactsBlock card={card} canEdit={card.canEdit} onWrite={onWrite} />
      <ParticipantsBlock card={card} />
    </>
  )
}
