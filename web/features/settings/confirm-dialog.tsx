import { Button, Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import styles from './page.module.css'

type ConfirmDialogProps = {
  isOpen: boolean
  title: string
  text: string
  action: string
  isBusy: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks once before something that others will feel. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const say = useWords()
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <div className={styles.form}>
        <p className={styles.sub}>{props.text}</p>
        <div className={styles.actions}>
          <Button color="red" loading={props.isBusy} onClick={props.onConfirm}>
            {props.action}
          </Button>
          <Button variant="subtle" color="gray" onClick={props.onClose} data-autofocus>
            {say('c.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
