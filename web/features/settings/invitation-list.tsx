import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { InvitationView, RoleView } from '#contract/people'
import { revokeInvitation } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { invitationsQuery } from './people-data.ts'
import { toast } from './toast.ts'

/** Invitations nobody has used yet, each of which can be made useless. */
export function InvitationList({ roles }: { roles: RoleView[] }): ReactElement | null {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const format = useFormat()
  const invitations = useQuery(invitationsQuery)
  const [asked, setAsked] = useState<InvitationView | null>(null)
  const revoke = useMutation({
    mutationFn: (invitationId: number) => call(revokeInvitation, { invitationId }),
    onSuccess: () => toast.done(say('us.inv.revoked')),
    onError: toast.failed,
    onSettled: () => {
      setAsked(null)
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
            <Button
              variant="default"
              size="xs"
              aria-label={say('us.inv.revoke.of', { name: each.email ?? say('us.inv.any') })}
              onClick={() => setAsked(each)}
            >
              {say('us.inv.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== null}
        title={say('us.inv.revoke.t')}
        text={say('us.inv.revoke.d')}
        action={say('us.inv.revoke')}
        isBusy={revoke.isPending}
        onConfirm={() => asked && revoke.mutate(asked.id)}
        onClose={() => setAsked(null)}
      />
    </section>
  )
}
