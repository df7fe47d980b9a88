import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../api/problem'

const toasts = Toast.createToastManager()

export function say(title: string, undo?: { label: string; act: () => void }) {
  toasts.add({
    title,
    timeout: undo ? 15_000 : 5_000,
    ...(undo && { actionProps: { children: undo.label, onClick: undo.act } }),
  })
}

export function complain(error: unknown) {
  toasts.add({ title: messageOf(error), type: 'bad', priority: 'high', timeout: 10_000 })
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={toasts}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast ${toast.type ?? ''}`} swipeDirection={[]}>
      <Toast.Title className="toast-title" />
      <Toast.Action className="button plain small" />
      <Toast.Close className="button quiet small" aria-label="Close">
        <X size={14} aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ))
}
