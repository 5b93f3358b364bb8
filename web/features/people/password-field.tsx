import { PasswordInput } from '@mantine/core'
import type { PasswordInputProps } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { peopleWords } from './labels.ts'

/** A password that can be looked at while it is typed. */
export function PasswordField(props: PasswordInputProps): ReactElement {
  const say = useWords(peopleWords)
  return (
    <PasswordInput
      size="md"
      maxLength={200}
      {...props}
      visibilityToggleButtonProps={{ 'aria-label': say('in.pass.show'), tabIndex: 0 }}
    />
  )
}
