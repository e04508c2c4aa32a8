"""One running copy per person and company: the program started again brings the open window to the front."""

import hashlib

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE, ANSWERING = 400, 3000
"""Milliseconds to reach a running copy, and for it to answer; one that hangs keeps nobody from starting."""
_ASKED, _ANSWER = b"front\n", b"here\n"


def place_of(address: str, company: str) -> str:
    """Where the desk of a company listens: beside the address of this person's calls, one for each company."""
    name = hashlib.sha256(company.encode()).hexdigest()[:8]
    stem, dot, ending = address.rpartition(".")
    return f"{stem}-{name}.{ending}" if dot and ending == "sock" else f"{address}-{name}"


def brought_to_front(place: str) -> bool:
    """Whether a copy runs already; it was asked to show its window and has answered."""
    link = QLocalSocket()
    link.connectToServer(place)
    if not link.waitForConnected(PATIENCE):
        return False
    link.write(_ASKED)
    link.flush()
    answered = link.waitForReadyRead(ANSWERING) and bytes(link.readLine().data()) == _ANSWER
    link.abort()
    return answered


class SingleDesk(QObject):
    """Listens for this user alone; ``wanted`` says that somebody started the program again."""

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._links: list[QLocalSocket] = []

    def listen(self, place: str) -> bool:
        """Begin; what a killed program left there is taken away, for nobody answered."""
        QLocalServer.removeServer(place)
        return self._server.listen(place)

    def close(self) -> None:
        """Nobody listens any more."""
        self._server.close()

    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            link = self._server.nextPendingConnection()
            self._links.append(link)
            link.readyRead.connect(self._readable)
            link.disconnected.connect(self._readable)
        self._readable()

    def _readable(self) -> None:
        for link in list(self._links):
            # whatever else arrives is nothing for us
            if link.bytesAvailable() and bytes(link.read(len(_ASKED)).data()) == _ASKED:
                link.write(_ANSWER)
                link.flush()
                self.wanted.emit()
            # answering may have brought us here once more
            if link.state() == QLocalSocket.LocalSocketState.UnconnectedState and link in self._links:
                self._links.remove(link)
                link.deleteLater()
