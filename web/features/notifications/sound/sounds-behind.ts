const key = 'beseda.sound-behind'

/** Whether this device sounds while the window is not in front; off until it is asked for. */
export function soundsBehind(): boolean {
  try {
    return localStorage.getItem(key) === '1'
  } catch {
    return false
  }
}

export function keepSoundsBehind(isOn: boolean): void {
  try {
    localStorage.setItem(key, isOn ? '1' : '0')
  } catch {
    // Storage is closed to us: it stays as it was.
  }
}
