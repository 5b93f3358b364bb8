import type { ReactElement } from 'react'
import { ChatExample } from './chat-example.tsx'
import { ControlsExample } from './controls-example.tsx'
import { FrameExample } from './frame-example.tsx'
import { StatesExample } from './states-example.tsx'

/** Everything of web/ui, part by part: `frame`, `chat`, `controls`, `states`. */
export function Gallery({ part }: { part: string }): ReactElement {
  if (part === 'frame') return <FrameExample />
  return (
    <div style={{ display: 'grid', gap: 32, padding: 24, background: 'var(--canvas)' }}>
      {part === 'all' || part === 'controls' ? <ControlsExample /> : null}
      {part === 'all' || part === 'chat' ? <ChatExample /> : null}
      {part === 'all' || part === 'states' ? <StatesExample /> : null}
    </div>
  )
}
