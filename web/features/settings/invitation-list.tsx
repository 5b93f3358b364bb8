import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { RoleView } from '#contract/people'
import { revokeInvitation } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { invitationsQuery } from './people-data.ts'

/** Invitations nobody has used yet, each of which can be made useless. */
export function InvitationList({ roles }: { roles: RoleView[] }): ReactElement | null {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const format = useFormat()
  const invitations = useQuery(invitationsQuery)
  const revoke = useMutation({
    mutationFn: (invitationId: number) => call(revokeInvitation, { invitationId }),
    onSuccess: () => toast(say('us.inv.revoked')),
    onError: errorToast,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    },
  })
  const items = invitations.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className={page.section} aria-labelledby="invitations">
      <h2 id="invitations" className={page.heading}>
        {say('us.inv.open')} <span className={page.count}>{items.length}</span>
      </h2>
      <ul className={page.list}>
        {items.map((each) => (
          <li key={each.id} className={page.row}>
            <div className={page.grow}>
              <bdi className={page.name}>{each.email ?? say('us.inv.any')}</bdi>
              <span className={page.meta}>
                {roles.find((role) => role.id === each.roleId)?.name} ·{' '}
                {say('us.inv.until', { date: format.dateTime(each.expiresAt) })}
              </span>
            </div>
            <ConfirmButton
              variant="default"
              size="xs"
              aria-label={say('us.inv.revoke.of', { name: each.email ?? say('us.inv.any') })}
              loading={revoke.isPending && revoke.variables === each.id}
              question={say('us.inv.revoke.d')}
              onConfirm={() => revoke.mutate(each.id)}
            >
              {say('us.inv.revoke')}
            </ConfirmButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
