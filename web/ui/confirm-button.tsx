import { Button, Popover } from '@mantine/core'
import type { ButtonProps } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './confirm-button.module.css'

type Props = Omit<ButtonProps, 'children' | 'onClick'> & {
  children: ReactNode
  /** What will happen, and what of it cannot be taken back. */
  question: ReactNode
  /** The verb that does it; the button's own words if not given. */
  confirmLabel?: string
  onConfirm: () => void
}

/** A button for what cannot be undone: asks once, beside itself. What can be undone needs a toast instead. */
export function ConfirmButton({ children, question, confirmLabel, onConfirm, ...rest }: Props): ReactElement {
  const say = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top" trapFocus returnFocus withRoles>
      <Popover.Target>
        <Button {...rest} onClick={() => setOpen(true)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.question}>{question}</p>
        <div className={classes.buttons}>
          <Button variant="subtle" color="gray" onClick={() => setOpen(false)}>
            {say('c.cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setOpen(false)
              onConfirm()
            }}
          >
            {confirmLabel ?? children}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
