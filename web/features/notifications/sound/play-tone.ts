/** Two soft notes, one above the other; made here, so that no file is needed. */
const notes = [
  { hertz: 784, at: 0 },
  { hertz: 1175, at: 0.11 },
]
const loudness = 0.12
const lengthSeconds = 0.45

/** A browser that has not been touched yet stays silent. */
export async function playTone(): Promise<void> {
  const context = new AudioContext()
  try {
    await context.resume()
    const ended = notes.map(({ hertz, at }) => playNote(context, hertz, context.currentTime + at))
    await Promise.all(ended)
  } finally {
    await context.close()
  }
}

function playNote(context: AudioContext, hertz: number, at: number): Promise<void> {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz })
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.setValueAtTime(0.0001, at)
  gain.gain.exponentialRampToValueAtTime(loudness, at + 0.015)
  gain.gain.exponentialRampToValueAtTime(0.0001, at + lengthSeconds)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + lengthSeconds)
  return new Promise((resolve) => {
    oscillator.onended = () => resolve()
  })
}
