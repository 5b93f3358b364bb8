import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown, IconSend } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { changeMe } from '#contract/people'
import type { Preferences } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { scheduledWords } from '../scheduled/labels.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'
import { errorToast } from '../../ui/toasts.tsx'

const sendKeys: readonly Preferences['sendKey'][] = ['enter', 'ctrl_enter']

type SendButtonProps = {
  isDisabled: boolean
  isWaiting: boolean
  /** Absent when there is nothing to close. */
  onSendClose: (() => void) | null
  onSend: () => void
  /** Absent while there is nothing to send. */
  onLater: (() => void) | null
}

/** Send, and beside it what else sending can be: the key it is done by, and closing the conversation with it. */
export function SendButton({
  isDisabled,
  isWaiting,
  onSend,
  onSendClose,
  onLater,
}: SendButtonProps): ReactElement {
  const say = useWords(composerWords)
  const { sendKey } = useSession().user.preferences
  return (
    <div className={classes.send}>
      <Tooltip label={`${say('comp.send')}, ${say(`comp.sendKey.${sendKey}`)}`}>
        <Button
          className={classes.sendMain}
          disabled={isDisabled}
          loading={isWaiting}
          onClick={onSend}
          aria-label={say('comp.send')}
        >
          <IconSend className={classes.sendIcon} size={18} />
          <span className={classes.sendWord}>{say('comp.send')}</span>
        </Button>
      </Tooltip>
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            className={classes.sendMore}
            variant="filled"
            color="accent"
            size={32}
            aria-label={say('comp.options')}
          >
            <IconChevronDown size={16} />
          </ActionIcon>
        </Menu.Target>
        <SendMenu sendKey={sendKey} onSendClose={isDisabled ? null : onSendClose} onLater={onLater} />
      </Menu>
    </div>
  )
}

type SendMenuProps = Pick<SendButtonProps, 'onSendClose' | 'onLater'> & { sendKey: Preferences['sendKey'] }

function SendMenu({ sendKey, onSendClose, onLater }: SendMenuProps): ReactElement {
  const say = useWords(composerWords)
  const sayLater = useWords(scheduledWords)
  const choose = (chosen: Preferences['sendKey']): void => {
    call(changeMe, { preferences: { sendKey: chosen } }).catch(errorToast)
  }
  return (
    <Menu.Dropdown>
      <Menu.Item disabled={onLater === null} onClick={() => onLater?.()}>
        {sayLater('sch.later')}
      </Menu.Item>
      <Menu.Item disabled={onSendClose === null} onClick={() => onSendClose?.()}>
        {say('comp.sendClose')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{say('comp.sendKey')}</Menu.Label>
      {sendKeys.map((key) => (
        <Menu.RadioItem
          key={key}
          value={key}
          checked={key === sendKey}
          closeMenuOnClick
          onChange={() => choose(key)}
        >
          {say(`comp.sendKey.${key}`)}
        </Menu.RadioItem>
      ))}
    </Menu.Dropdown>
  )
}
