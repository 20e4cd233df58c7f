import { Check, Columns3 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { Button } from "../../components/Button";
import { type Column, columns, defaultColumns } from "./columns";
import styles from "./traces.module.css";

/** Chooses which columns are shown. */
export function ColumnsMenu({ shown, onChange }: { shown: Column[]; onChange: (ids: string) => void }) {
  const ids = new Set(shown.map((column) => column.id));
  const toggle = (id: string) => {
    const next = columns.filter((column) => (column.id === id ? !ids.has(id) : ids.has(column.id)));
    onChange(next.map((column) => column.id).join(","));
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button small>
          <Columns3 size={13} aria-hidden /> Columns
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4}>
          {columns
            .filter((column) => column.id !== "name")
            .map((column) => (
              <DropdownMenu.CheckboxItem
                key={column.id}
                className={styles.item}
                checked={ids.has(column.id)}
                onCheckedChange={() => toggle(column.id)}
                onSelect={(event) => event.preventDefault()}
              >
                <DropdownMenu.ItemIndicator>
                  <Check size={13} />
                </DropdownMenu.ItemIndicator>
                {column.title}
              </DropdownMenu.CheckboxItem>
            ))}
          <DropdownMenu.Separator className={styles.separator} />
          <DropdownMenu.Item className={styles.item} onSelect={() => onChange(defaultColumns)}>
            Back to the usual columns
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
