import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { setCardCompany } from '#contract/card-links'
import { call } from '../../lib/api.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { savedToast } from '../../ui/saved-toast.ts'
import { CompanyField } from '../companies/company-field.tsx'
import { cardKey, type Card } from './card.ts'
import { feedKey } from './use-card-feed.ts'
import classes from './card.module.css'

/** The company that the card is about. */
export function CompanyBlock({ card, canEdit }: { card: Card; canEdit: boolean }): ReactElement | null {
  const client = useQueryClient()
  const { kind: cardKind, id: cardId } = card
  const put = async (companyId: number | null, saw: number | null): Promise<void> => {
    try {
      await call(setCardCompany, { cardKind, cardId, companyId, seen: { companyId: saw } })
    } catch (error) {
      if (changedTo(error)) await client.invalidateQueries({ queryKey: cardKey(card) })
      throw error
    }
    void client.invalidateQueries({ queryKey: feedKey(card) })
    await client.invalidateQueries({ queryKey: cardKey(card) })
  }
  if (!card.company && !canEdit) return null
  return (
    <div className={classes.company}>
      <CompanyField
        company={card.company}
        canEdit={canEdit}
        onSave={async (company, saw) => {
          const [is, was] = [company?.id ?? null, saw?.id ?? null]
          await put(is, was)
          savedToast(() => put(was, is))
        }}
      />
    </div>
  )
}
