import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** How long typing may pause before the search follows, in milliseconds. */
const settleTime = 150;

/**
 * A search that follows the typing. `/` puts the cursor into it, wherever one is on the page; the arrow down leads on to
 * what was found.
 */
export function SearchBox(props: {
  label: string;
  value: string;
  onSearch: (value: string) => void;
}) {
  const { value, onSearch } = props;
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    // The address changed by other means, such as the back button.
    setShown(value);
    setTyped(value);
  }

  // Whoever gives another function meanwhile, as a page that is drawn again does, does not have the typing wait anew.
  const search = useEffectEvent(onSearch);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => {
      setShown(typed);
      search(typed);
    }, settleTime);
    return () => clearTimeout(timer);
  }, [typed, value]);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      // Of several on a page it goes to the first.
      if (event.key !== '/' || writing || event.ctrlKey || event.metaKey) return;
      if (event.defaultPrevented) return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  return (
    <div className="relative min-w-40 flex-1 basis-56">
      <Search size={14} aria-hidden className="absolute top-2.25 left-2.5 text-quiet" />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        aria-keyshortcuts="/"
        placeholder={props.label}
        className="field w-full pl-8"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          const found = document.querySelector<HTMLElement>('main [role="grid"]');
          if (event.key !== 'ArrowDown' || !found) return;
          event.preventDefault();
          found.focus();
        }}
      />
    </div>
  );
}
