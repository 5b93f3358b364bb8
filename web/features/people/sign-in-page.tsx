import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { getSetup, signIn } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import styles from './form.module.css'
import { peopleWords } from './labels.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'
import { useEnter } from './use-enter.ts'

/** Nothing is told of what an address or a password must look like, but empty ones need not travel. */
const filledIn = z.object({ email: z.string().trim().min(1), password: z.string().min(1) })

/** Sign-in with e-mail and password; `next` is the page one was sent away from. */
export function SignInPage({ next }: { next?: string | undefined }): ReactElement {
  const say = useWords(peopleWords)
  const enter = useEnter()
  // Without a mail server nobody can be mailed a link.
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => call(getSetup, undefined, { signal }),
  })
  const form = useForm({
    initial: { email: '', password: '' },
    schema: filledIn,
    fieldOf: { 'session.wrong_password': 'password' },
    save: async (values) => enter(await call(signIn, values), next),
  })
  return (
    <PublicPage title={`${say('in.title')} · ${say('app.name')}`}>
      <h1 className={styles.title}>{say('in.title')}</h1>
      <form {...form.props} className={styles.form}>
        <TextInput
          label={say('in.mail')}
          size="md"
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={form.values.email}
          error={form.problems.email}
          onChange={(event) => form.set('email', event.currentTarget.value)}
        />
        <PasswordField
          label={say('in.pass')}
          name="password"
          autoComplete="current-password"
          value={form.values.password}
          error={form.problems.password}
          onChange={(event) => form.set('password', event.currentTarget.value)}
        />
        <FormFailure text={form.failure} />
        <Button type="submit" size="md" loading={form.isSaving}>
          {say('in.do')}
        </Button>
      </form>
      <p className={styles.hint}>
        {setup.data?.sendsMail ? <AppLink href="/forgot">{say('fp.title')}</AppLink> : say('in.forgot')}
      </p>
    </PublicPage>
  )
}
