import { Button, Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { acceptInvitation, getInvitation } from '#contract/people'
import { call } from '../../lib/api.ts'
import { ApiError } from '../../lib/api-error.ts'
import { errorText } from '../../lib/error-text.ts'
import { browserTimeZone } from '../../lib/places.ts'
import { useForm } from '../../lib/use-form.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import styles from './form.module.css'
import { peopleWords } from './labels.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'
import { useEnter } from './use-enter.ts'

/** Where an invitation link leads: a new colleague chooses his password and is in. */
export function InvitePage({ token }: { token: string }): ReactElement {
  const say = useWords(peopleWords)
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(getInvitation, { token }, { signal }),
  })
  return (
    <PublicPage title={say('app.name')}>
      {invitation.isPending && <Skeleton height={28} />}
      {invitation.isError && <Refused error={invitation.error} />}
      {invitation.data && <Acceptance token={token} {...invitation.data} />}
    </PublicPage>
  )
}

function Refused({ error }: { error: Error }): ReactElement {
  const say = useWords(peopleWords)
  const isGone = error instanceof ApiError && error.code.startsWith('invitation.')
  return (
    <>
      <h1 className={styles.title}>{isGone ? say('inv.gone.t') : errorText(error)}</h1>
      {isGone && <p className={styles.sub}>{say('inv.gone.d')}</p>}
      <p className={styles.hint}>
        <AppLink href="/sign-in">{say('inv.signIn')}</AppLink>
      </p>
    </>
  )
}

type AcceptanceProps = { token: string; company: string; email: string | null }

function Acceptance({ token, company, email }: AcceptanceProps): ReactElement {
  const say = useWords(peopleWords)
  const language = useLanguage()
  const enter = useEnter()
  const [timeZone] = useState(browserTimeZone)
  const form = useForm({
    initial: { name: '', email: email ?? '', password: '' },
    schema: acceptInvitation.body.pick({ name: true, email: true, password: true }),
    fieldOf: { 'user.email_taken': 'email' },
    save: async (values) => enter(await call(acceptInvitation, { token, ...values, language, timeZone })),
  })
  return (
    <>
      <h1 className={styles.title}>{say('inv.title', { company })}</h1>
      <p className={styles.sub}>{say('inv.sub')}</p>
      <form {...form.props} className={styles.form}>
        <TextInput
          label={say('su.name')}
          size="md"
          name="name"
          autoComplete="name"
          autoFocus
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
        />
        <TextInput
          label={say('su.mail')}
          size="md"
          type="email"
          name="email"
          autoComplete="username"
          value={form.values.email}
          error={form.problems.email}
          onChange={(event) => form.set('email', event.currentTarget.value)}
        />
        <PasswordField
          label={say('su.pass')}
          description={say('su.pass.h')}
          name="password"
          autoComplete="new-password"
          value={form.values.password}
          error={form.problems.password}
          onChange={(event) => form.set('password', event.currentTarget.value)}
        />
        <FormFailure text={form.failure} />
        <Button type="submit" size="md" loading={form.isSaving}>
          {say('inv.do')}
        </Button>
      </form>
    </>
  )
}
