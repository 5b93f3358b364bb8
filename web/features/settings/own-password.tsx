import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { changePassword } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { PasswordField } from '../people/password-field.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import styles from './profile-page.module.css'

/** One's own password: hidden until it is to be changed. */
export function OwnPassword(): ReactElement {
  const say = useWords(settingsWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <section className={styles.choice} aria-label={say('me.pass')}>
      <span className={styles.label}>{say('me.pass')}</span>
      {isOpen ? (
        <PasswordForm onClose={() => setOpen(false)} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {say('me.pass.change')}
        </Button>
      )}
    </section>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }): ReactElement {
  const say = useWords(settingsWords)
  const { user } = useSession()
  const form = useForm({
    initial: { current: '', password: '' },
    schema: changePassword.body,
    fieldOf: { 'user.wrong_password': 'current' },
    save: async (values) => {
      await call(changePassword, values)
      toast(say('me.pass.saved'))
      onClose()
    },
  })
  return (
    <form {...form.props} className={`${page.form} ${styles.password}`}>
      {/* For the browser's keeper of passwords: whose they are. */}
      <input hidden readOnly autoComplete="username" value={user.email} />
      <PasswordField
        size="sm"
        autoFocus
        label={say('me.pass.current')}
        autoComplete="current-password"
        value={form.values.current}
        error={form.problems.current}
        onChange={(event) => form.set('current', event.currentTarget.value)}
      />
      <PasswordField
        size="sm"
        label={say('me.pass.new')}
        description={say('me.pass.new.d')}
        autoComplete="new-password"
        value={form.values.password}
        error={form.problems.password}
        onChange={(event) => form.set('password', event.currentTarget.value)}
      />
      <FormFailure text={form.failure} />
      <Group gap="xs">
        <Button type="submit" loading={form.isSaving}>
          {say('c.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {say('c.cancel')}
        </Button>
      </Group>
    </form>
  )
}
