"""Chromium without a window, driven by its own driver, with a folder of its own each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By

from servers import BUILD, PATIENCE, folder_for, program

SCREENSHOTS = BUILD.parent / "screenshots"
OPTIONS = [
    "--headless=new",
    "--no-sandbox",  # which root is not given; it opens pages of our own only
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=900,900",
]


class Chromium:
    """A browser and the person before it."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    @property
    def url(self) -> str:
        return self.driver.current_url

    @property
    def text(self) -> str:
        """The words on the page, asked for in one step: pages may change at any time."""
        return str(self.driver.execute_script("return document.body?.innerText ?? ''"))

    def open(self, url: str) -> None:
        self.driver.get(url)

    def press(self, label: str) -> None:
        """Press the button of a label, once it is there."""
        self._click("button", label)

    def follow(self, label: str) -> None:
        """Follow the link of a label, once it is there."""
        self._click("a", label)

    def _click(self, element: str, label: str) -> None:
        found = f"//{element}[normalize-space()='{label}']"

        def clicked() -> bool:
            try:
                self.driver.find_element(By.XPATH, found).click()
            except (NoSuchElementException, StaleElementReferenceException):
                return False
            return True

        self._wait(clicked, f"there is no {label!r}")

    def fill(self, name: str, value: str) -> None:
        """Write into a field."""
        self._wait(
            lambda: bool(self.driver.find_elements(By.NAME, name)), f"there is no field {name!r}"
        )
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(value)

    def sees(self, text: str) -> None:
        """Wait until a text is on the page."""
        self._wait(lambda: text in self.text, f"there is no {text!r}")

    def comes_to(self, beginning: str) -> None:
        """Wait until the address begins so."""
        self._wait(lambda: self.url.startswith(beginning), f"this is not {beginning!r}")

    def _wait(self, come: Callable[[], bool], problem: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not come():
            assert time.monotonic() < ends, f"{problem} at {self.url}: {self.text}"
            time.sleep(0.1)

    def picture(self, name: str) -> None:
        """Keep what the screen shows, in build/screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        assert self.driver.save_screenshot(str(path))

    def complaints(self) -> list[str]:
        """What the browser's console has against the pages, such as a policy that they break."""
        entries: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in entries]


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start a browser; it is gone when the block ends."""
    binary, driver_binary = program("chromium"), program("chromedriver")
    with folder_for("chromium") as folder:
        profile: Path = folder / "profile"
        options = ChromeOptions()
        options.binary_location = binary
        for option in [*OPTIONS, f"--user-data-dir={profile}"]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = Chrome(options, ChromeService(driver_binary))
        try:
            yield Chromium(driver)
        finally:
            driver.quit()
