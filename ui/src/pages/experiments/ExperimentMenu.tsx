import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { Button } from "../../components/Button";
import menu from "../traces/traces.module.css";

/** What can be done with one experiment of the list. */
export function ExperimentMenu(props: { name: string; onRename: () => void; onDelete: () => void }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button bare small icon aria-label={`Actions for ${props.name}`}>
          <Ellipsis size={15} />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4}>
          <DropdownMenu.Item className={menu.item} onSelect={props.onRename}>
            <Pencil size={13} aria-hidden /> Rename
          </DropdownMenu.Item>
          <DropdownMenu.Item className={menu.item} onSelect={props.onDelete}>
            <Trash2 size={13} aria-hidden /> Delete
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
