import { Button, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { InvitationView, RoleView } from '#contract/people'
import { invite } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { CopyField } from './copy-field.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { invitationsQuery } from './people-data.ts'
import styles from './people-page.module.css'

/** Makes an invitation link; it is shown once, right here. */
export function InvitationForm({ roles }: { roles: RoleView[] }): ReactElement {
  const say = useWords(settingsWords)
  const client = useQueryClient()
  const { rights } = useSession()
  const [made, setMade] = useState<(InvitationView & { isMailed: boolean }) | null>(null)
  const allowed = roles.filter((role) => rights.isAdmin || role.kind !== 'admin')
  const usual = allowed.find((role) => role.kind === 'member') ?? allowed[0]
  const create = useCreate()
  const form = useForm<{ roleId: number; email: string | null }>({
    initial: { roleId: usual?.id ?? 0, email: null },
    schema: invite.body,
    fieldOf: { 'user.email_taken': 'email', 'role.not_found': 'roleId' },
    save: async (values) => {
      setMade(await create(values, (requestId) => call(invite, { requestId, ...values })))
      form.set('email', null)
      await client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    },
  })
  const chosen = roles.find((role) => role.id === form.values.roleId)
  return (
    <section className={page.section} aria-labelledby="invite">
      <h2 id="invite" className={page.heading}>
        {say('us.inv')}
      </h2>
      <p className={page.sub}>{say('us.inv.d')}</p>
      <form {...form.props} className={page.form}>
        <div className={styles.invite}>
          <TextInput
            label={say('us.inv.mail')}
            description={say('us.inv.mail.d')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            type="email"
            autoComplete="off"
            value={form.values.email ?? ''}
            error={form.problems.email}
            onChange={(event) => form.set('email', event.currentTarget.value || null)}
          />
          <Select
            label={say('us.role')}
            description={chosen && say(`us.kind.${chosen.kind}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={allowed.map((role) => ({ value: String(role.id), label: role.name }))}
            value={String(form.values.roleId)}
            error={form.problems.roleId}
            onChange={(value) => value !== null && form.set('roleId', Number(value))}
          />
        </div>
        <FormFailure text={form.failure} />
        <div>
          <Button type="submit" loading={form.isSaving}>
            {say('us.inv.do')}
          </Button>
        </div>
      </form>
      {made?.link && (
        <div role="status" className={page.section}>
          {made.isMailed && made.email !== null && (
            <p className={page.sub}>{say('us.inv.mailed', { email: made.email })}</p>
          )}
          <p className={page.sub}>{say('us.inv.once')}</p>
          <CopyField key={made.id} text={made.link} label={say('us.inv.link')} action={say('c.copy')} />
        </div>
      )}
    </section>
  )
}
